// Before anything is drawn: tells the styles that scripts run, so that nothing jumps when they arrive.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
