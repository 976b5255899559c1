//! Files that a run writes: complete, or not there at all.
//!
//! Everything is written beside its place under a temporary name and renamed when the whole run has succeeded. A run that
//! fails or is interrupted takes its temporary files away, and leaves what an earlier run wrote as it was.

use crate::failure::Failure;
use quipu::export::manifest::Output;
use std::fs::{self, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// A folder that receives files.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    // The folders that this run made, outermost first.
    made: Vec<PathBuf>,
    finished: Vec<(NamedTempFile, PathBuf)>,
    outdated: Vec<PathBuf>,
}

/// A file on its way.
#[derive(Debug)]
pub(crate) struct Draft {
    path: PathBuf,
    out: BufWriter<Hashed>,
}

#[derive(Debug)]
struct Hashed {
    file: NamedTempFile,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Folder {
    /// Makes the folder if it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let made = path.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let mut made: Vec<PathBuf> = made.map(Path::to_owned).collect();
        made.reverse();
        let folder = Self { path: path.to_owned(), made, finished: Vec::new(), outdated: Vec::new() };
        fs::create_dir_all(path).map_err(|error| Failure::io(&error, "make the folder", path))?;
        Ok(folder)
    }

    /// Begins a file in it.
    pub(crate) fn draft(&self, name: &str) -> Result<Draft, Failure> {
        Draft::new(&self.path.join(name))
    }

    /// Ends a file; it gets its name with [`publish`](Self::publish).
    pub(crate) fn finish(&mut self, draft: Draft) -> Result<Output, Failure> {
        let (hashed, path) = draft.into_hashed()?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let output = Output { name, bytes: hashed.bytes, blake3: hashed.hasher.finalize().to_hex().to_string() };
        self.finished.push((hashed.file, path));
        Ok(output)
    }

    /// Has a file of an earlier run go when the others get their names: this run has none, and whoever finds it beside them
    /// would take it for this run's.
    pub(crate) fn has_no(&mut self, name: &str) {
        self.outdated.push(self.path.join(name));
    }

    /// Gives every finished file its name, in the order in which they were finished.
    pub(crate) fn publish(mut self) -> Result<(), Failure> {
        for path in self.outdated.drain(..) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Failure::io(&error, "remove what an earlier run wrote", &path));
                }
                _ => {}
            }
        }
        for (file, path) in self.finished.drain(..) {
            persist(file, &path)?;
        }
        self.made.clear();
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.finished.clear();
        for folder in self.made.iter().rev() {
            // Fails when something else has been put there, as it should.
            _ = fs::remove_dir(folder);
        }
    }
}

impl Draft {
    /// Begins a file that stands alone.
    pub(crate) fn new(path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = Builder::new();
        builder.prefix(".quipu-").suffix(".part");
        if let Some(permissions) = usual_permissions() {
            builder.permissions(permissions);
        }
        let file = builder.tempfile_in(folder).map_err(|error| Failure::io(&error, "write into the folder", folder))?;
        let hashed = Hashed { file, hasher: blake3::Hasher::new(), bytes: 0 };
        Ok(Self { path: path.to_owned(), out: BufWriter::with_capacity(1 << 18, hashed) })
    }

    /// Ends a file that stands alone and gives it its name. Returns its size.
    pub(crate) fn publish(self) -> Result<u64, Failure> {
        let (hashed, path) = self.into_hashed()?;
        persist(hashed.file, &path)?;
        Ok(hashed.bytes)
    }

    /// A failure to write to it.
    pub(crate) fn failure(&self, error: &io::Error) -> Failure {
        Failure::io(error, "write", &self.path)
    }

    fn into_hashed(self) -> Result<(Hashed, PathBuf), Failure> {
        let Self { path, out } = self;
        let hashed = out.into_inner().map_err(|error| Failure::io(error.error(), "write", &path))?;
        Ok((hashed, path))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn persist(file: NamedTempFile, path: &Path) -> Result<(), Failure> {
    file.persist(path).map(drop).map_err(|error| Failure::io(&error.error, "write", path))
}

/// Temporary files are for their owner alone; these are to be read like any other.
#[cfg(unix)]
fn usual_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_has_its_name_before_all_is_written() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("new/out");
        let mut folder = Folder::open(&out).unwrap();
        for name in ["a", "b"] {
            let mut draft = folder.draft(name).unwrap();
            draft.write_all(b"text").unwrap();
            let output = folder.finish(draft).unwrap();
            assert_eq!((output.name.as_str(), output.bytes), (name, 4));
            assert_eq!(output.blake3, blake3::hash(b"text").to_hex().to_string());
        }
        assert!(names(&out).iter().all(|name| name.starts_with(".quipu-")));
        folder.publish().unwrap();
        assert_eq!(names(&out), ["a", "b"]);
    }

    #[test]
    fn a_run_that_fails_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(&root.path().join("new/out")).unwrap();
        let draft = folder.draft("a").unwrap();
        folder.finish(draft).unwrap();
        drop(folder);
        assert_eq!(names(root.path()), Vec::<String>::new());
    }

    #[test]
    fn a_file_is_no_folder() {
        let root = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(Folder::open(&root.path().join("out")).unwrap_err().kind, "not-a-folder");
        assert_eq!(Folder::open(root.path()).unwrap_err().kind, "not-a-folder");
    }
}
