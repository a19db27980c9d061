"""Copies of the packages in other repositories."""
