"""The views of the web page. A view is a function that is handed its data; only these modules and `ui.app` draw."""
