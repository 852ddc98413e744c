"""Fits the weights of traits to the labelled examples. Needs numpy and scipy; the running product does not."""
