"""Measurements beside other tools."""
