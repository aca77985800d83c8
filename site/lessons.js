// A browser starts Python only on pages that come from a web server. Opened from a folder, a link to the lessons that
// run in the browser leads to the page that says so.
if (location.protocol === "file:")
    addEventListener("DOMContentLoaded", () => {
        for (const link of document.querySelectorAll('a[href^="lite/"]')) link.href = "in_the_browser.html";
    });
