"""Side-by-side benchmarks: every figure is a ratio against an opponent that ran in the same minutes."""
