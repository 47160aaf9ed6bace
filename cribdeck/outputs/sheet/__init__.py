"""The crib sheet: outlines to numbered boxes, and those to a PDF of exactly as many pages as asked."""
