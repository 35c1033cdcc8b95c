"""Jinja for templates that may come from anybody: they reach nothing outside, and end after a bounded effort.

``budget`` counts what a rendering does, ``environment`` and ``compiler`` make Jinja ask it before it works, ``filters``
and ``methods`` know how large a result becomes, and ``values`` are the lists and dicts that a template may change.
"""
