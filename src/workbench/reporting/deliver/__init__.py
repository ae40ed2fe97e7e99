"""How a report leaves the house: letters by e-mail, webhook and folder, kept until they have gone."""
