"""The theme workbench: what people say about a run's grouping, which every later run keeps and learns from."""
