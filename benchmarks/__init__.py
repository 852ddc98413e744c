"""Speed and accuracy next to others, measured side by side; each bench is a module to run."""
