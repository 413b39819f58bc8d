"""The whole language of expressions and statements over plain data, for sources that need more than a text does."""
