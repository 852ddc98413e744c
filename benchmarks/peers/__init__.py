"""The smallest servers to compare with."""
