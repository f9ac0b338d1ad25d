"""Erase a person or withdraw a document: destroy the keys, build anew what held the words, and look at every byte."""
