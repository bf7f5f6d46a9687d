"""The drill: people work by HTTP while the site's processes are killed; then everything is checked."""
