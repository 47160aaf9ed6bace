"""A practice problem of the author's own, as several tests read it."""

BLOCK = """
```practice
A pump delivers {rate} litres a minute. How much is that in {time} minutes?
rate: 5 to 60 step 5
time: 3 to 20
answer: rate * time litres
```
"""
