"""The pages, a module for each thing a visitor looks at. Each takes a `Visit` and gives a response."""
