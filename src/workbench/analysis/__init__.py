"""What it means: one module a method; arrays and frames in, small frozen results out."""
