"""The Bot API's methods, one module per group of them."""
