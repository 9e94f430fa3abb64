"""Imported by a server of forks, so that what it forks is warm (`compendium.engine.warm`)."""

from compendium.engine.warm import warm

warm()
