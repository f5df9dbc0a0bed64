"""How much has to speak for personal data before it is reported: all thresholds, in five units.

strength
    How clearly words beside a value, a variable or a header announce a kind: 0 is not at all, 1 is by name.
chance
    Share of random values of a kind's shape that pass its checks (``Rule.chance``): 0.1 for one check digit,
    1 where there is none.
luck
    Probability that so many of so many values pass by chance alone.
share
    How many of how many: cells of a column, letters of a value.
excess
    The share that passes beyond chance: 0 for random values, 1 where all pass.

``weighing.py`` decides with them; names and addresses have no check digits and are weighed in ``names/``.
"""

from __future__ import annotations

# Strength

CERTAIN = 1.0
"""A phrase of the kind itself: ``iban``, ``date of birth``, ``surname``."""
LIKELY = 0.6
"""A phrase that is said of all national numbers: ``tax number``."""
HINT = 0.4
"""The beginning of a word, a vague word, or one for a person who may go by a number: ``phon``, ``user``."""
WEAK = 0.2
"""A word that names whatever: ``name``, ``author``."""

# Chance: what kinds there are

TOLD_BY_FORM = 0.02
"""So rarely a random value passes that the form of a column's values tells the kind."""
TWO_DIGITS = 0.01
"""As rarely as with two check digits: a value is believed without more."""
CHECK_DIGIT = 0.1
"""As rarely as with one check digit: some evidence besides is enough."""
INSIDE_A_TEXT = 0.05
"""The most with which a national number is looked for among the words of a cell."""

# Chance: the most with which a single number is taken for a kind that nothing announces

ALONE = 0.08
"""Where an output or a cell is nothing but the number."""
FILLS_A_STRING = 0.03
"""Where it fills a string, a table's cell, or what follows a key."""
IN_PROSE_APART = 0.01
"""In running text, between quotes or brackets."""
IN_PROSE = 0.002
"""In running text."""
NAMED_OTHERWISE = 0.0005
"""Where it may be a time, or is given to a name that says it is something else."""

# Chance: what the way that a number is written makes of it

WRITTEN_WITH_SIGNS = 0.1
"""Factor for a number with letters, dashes or points: few others are written so."""
WRITTEN_IN_GROUPS = 0.5
"""Factor for groups of digits, as telephone numbers have them too."""

# Luck

LUCK_OF_A_TABLE = 1e-5
"""That all numbers of a table's column in a text pass; eighty kinds are tried on it."""
LUCK_OF_A_COLUMN = 1e-4
"""That so many of a data file's column pass; a column is looked at for dozens of kinds."""
LUCK_OF_FEW = 0.05
"""The same where a column has no more than FEW values."""
LUCK_OF_TEXTS = 1e-3
"""That so many of the numbers in the texts of a column pass."""
ONE_RANGE = 5
"""Factor: numbers of one range pass so much more often, as all have a birthday or none has."""

# Shares of a column's values

FEW = 5
"""Values, of which no share can be taken."""
ENOUGH_NUMBERS = 8
"""Numbers of one form whose share says something."""
ENOUGH_ANNOUNCED = 3
"""The same below a header for national numbers."""
MOST_CELLS = 0.6
"""Share of a table's cells that makes the column one of the kind, with a sign of it."""
MOST_CELLS_ANNOUNCED = 0.3
"""The same where the header announces the kind."""
NEARLY_ALL_CELLS = 0.9
"""The same where nothing else speaks for it."""
NEIGHBOURS = 0.6
"""Share of the numbers of one length nearby that have to pass too, or one that passes is an id."""
ANNOUNCED_SHARE = 0.2
"""Share of a data file's column that has to pass where the header is CERTAIN."""
COVERAGE = 0.3
"""Share of the rows that a kind has to have which numbers of no meaning fit as well."""
HALF = 0.5
"""Excess, or share of the values, that speaks for a kind by itself."""
SOME_EXCESS = 0.2
"""Excess that is enough for a kind told by its form."""
INTERNATIONAL = 0.2
"""Share of telephone numbers with a country's code that makes a column one of them."""
WRITTEN_PHONES = 0.25
"""Share of possible telephone numbers, where at least half are written with more than digits."""
BARE_PHONES = 0.8
"""The same where most are digits alone."""
DASHED = 0.8
"""Share of a column's numbers with the dashes of an SSN that have to be in its ranges."""
LOW_ONLY = 0.9
"""Share of values for examples, or of numbers without signs, from which on nothing is sure."""
SETTLED = 0.95
"""Share of the values checked that makes the rest of the column be counted only."""
NUMBERED = 0.8
"""Share of a column's cells that look like numbers, where its header names a kind whose checks they fail."""
BIRTHDAYS_ANNOUNCED = 0.5
"""Share of dates that somebody alive may have been born on, below a header that says so."""
BIRTHDAYS_ALONE = 0.95
"""The same below a header that says nothing."""
SPECIAL_WORDS = 0.2
"""Share of a column's cells with words of a special category, below its header."""
SPECIAL_ALONE = 0.8
"""The same below a header that says nothing."""

# Names and addresses: shares of the letters of a value, or of a column's different values

MODELLED = 0.6
"""Share of a value's letters and digits that the model takes for a name, or an address."""
SHAPED = 0.6
"""Share of values that have the shape of a person's name."""
COMPANIES = 0.1
"""Share of companies from which on a column is one of them."""
TITLED = 0.05
"""Share with a title that makes the others persons too."""
EASTERN = 0.7
"""Share of Chinese, Japanese and Korean family names."""
PERSONS = 0.5
"""Share of full names in which the model sees a person; HINT of a header asks for PERSONS_HINTED."""
PERSONS_HINTED = 0.4
SINGLE_WORDS = 0.25
"""Share of single words, first names or surnames, in which the model sees a person, to look further."""
FIRST_WORDS, SECOND_WORDS = 0.75, 0.85
"""Shares of single words that the model takes for a person's by themselves, and behind a surname, which first
names and surnames reach and towns do not."""
BOTH, BOTH_HINTED = 1.25, 1.0
"""Sum of the two that is enough where nearly all are one word; the second with any hint of a header."""
ONE_WORD = 0.15
"""Share of several words up to which nearly all are one word."""
AMONG_TEXT = 0.05
"""Share of texts with a name in them that makes a column of notes one with names."""
AMONG_TEXT_SURE = 0.2
FEW_TEXTS = 20
"""Texts, of which one with a name is enough."""
ADDRESSES = 0.5
"""Share of values with the form of an address."""
STREETS = 0.4
"""Share with a street's word, below a header for addresses."""
PLACED = 0.7
"""Share with a word and a number, below a CERTAIN header for addresses."""
SURE_SPAN = 0.8
"""Score of the model for a span in a sentence."""
CERTAIN_SPAN = 0.9
"""The same from which a full name or an address in an output is believed."""
CERTAIN_WORD = 0.97
"""The same for a single word, which names a product or a town as often."""
