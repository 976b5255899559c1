//! What rayon names, on one thread.

/// Always 1.
pub(crate) fn current_num_threads() -> usize {
    1
}

/// One, then the other.
pub(crate) fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}

pub(crate) mod prelude {
    use std::cmp::Ordering;
    use std::slice::{Chunks, ChunksMut, Iter, IterMut};

    /// What a parallel iterator does that another has under no name, or under another.
    pub(crate) trait ParallelIterator: Iterator + Sized {
        fn map_init<S, R>(
            self,
            init: impl FnOnce() -> S,
            map: impl Fn(&mut S, Self::Item) -> R,
        ) -> impl Iterator<Item = R> {
            let mut scratch = init();
            self.map(move |item| map(&mut scratch, item))
        }

        fn flat_map_iter<R: IntoIterator>(self, map: impl Fn(Self::Item) -> R) -> impl Iterator<Item = R::Item> {
            self.flat_map(map)
        }

        fn with_min_len(self, _: usize) -> Self {
            self
        }

        fn with_max_len(self, _: usize) -> Self {
            self
        }
    }

    impl<I: Iterator> ParallelIterator for I {}

    pub(crate) trait IntoParallelIterator: IntoIterator + Sized {
        fn into_par_iter(self) -> Self::IntoIter {
            self.into_iter()
        }
    }

    impl<I: IntoIterator> IntoParallelIterator for I {}

    pub(crate) trait ParallelSlice<T> {
        fn slice(&self) -> &[T];
        fn slice_mut(&mut self) -> &mut [T];

        fn par_iter(&self) -> Iter<'_, T> {
            self.slice().iter()
        }

        fn par_iter_mut(&mut self) -> IterMut<'_, T> {
            self.slice_mut().iter_mut()
        }

        fn par_chunks(&self, size: usize) -> Chunks<'_, T> {
            self.slice().chunks(size)
        }

        fn par_chunks_mut(&mut self, size: usize) -> ChunksMut<'_, T> {
            self.slice_mut().chunks_mut(size)
        }

        fn par_sort_by(&mut self, order: impl Fn(&T, &T) -> Ordering) {
            self.slice_mut().sort_by(order);
        }

        fn par_sort_by_cached_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
            self.slice_mut().sort_by_cached_key(key);
        }

        fn par_sort_unstable(&mut self)
        where
            T: Ord,
        {
            self.slice_mut().sort_unstable();
        }

        fn par_sort_unstable_by(&mut self, order: impl Fn(&T, &T) -> Ordering) {
            self.slice_mut().sort_unstable_by(order);
        }

        fn par_sort_unstable_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
            self.slice_mut().sort_unstable_by_key(key);
        }
    }

    impl<T> ParallelSlice<T> for [T] {
        fn slice(&self) -> &[T] {
            self
        }

        fn slice_mut(&mut self) -> &mut [T] {
            self
        }
    }
}
