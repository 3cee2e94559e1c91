"""The edge: policy, CSRF, headers, languages, errors as pages. Slices' views stand on this."""
