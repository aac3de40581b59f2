"""How passages are scored and the best of them found."""
