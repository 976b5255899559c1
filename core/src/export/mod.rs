//! What leaves: findings, rejections and the manifest of a run, as files that stand on their own.
