"""Tags outside the paragraphs of a Word template: in charts, SmartArt, links, alternative texts and properties."""
