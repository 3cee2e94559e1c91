"""The pages of attendance and certificates."""
