// Opened from the disk there is no server that finds index.html in a folder.
if(location.protocol=="file:")addEventListener("click",e=>{let a=e.target.closest&&e.target.closest("a[href]");if(a&&/\/$/.test(a.pathname))a.pathname+="index.html"})
