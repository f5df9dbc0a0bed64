"""Personal data: identifiers by their form, their check digits, and what stands around them.

``forms`` says what the engines look for, ``validators`` whether a value can be one, ``evidence`` what the
words around it announce, ``tables`` which column it stands in; ``numbers`` and ``whole_columns`` judge, and
``personal`` makes matches of it.
``columns`` is the same for the columns of data files.
"""
