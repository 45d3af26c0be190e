"""Training of the reader: treebanks in, one small weight file out."""
