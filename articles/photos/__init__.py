"""The photo library, the sizes readers get, and how a photo stands in stories."""
