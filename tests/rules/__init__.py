"""What Home Assistant's and HACS's own checkers demand, and what this project demands of its texts.

A rule is a function over a ``Tree`` that returns complaints, a sentence each. ``test_rules.py`` applies
all of them to the repository; ``test_mistakes.py`` plants mistakes that they have to find.
"""
