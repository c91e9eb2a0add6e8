// Asks early for the font that the page's language needs. From a disk browsers load no fonts, so there its rule goes.
(f=>{let d=document;
if(location.protocol=="file:"){for(let s of d.styleSheets)for(let i=s.cssRules.length;i--;)if(s.cssRules[i].type==5)s.deleteRule(i)}
else{let l=d.createElement("link");l.rel="preload";l.as="font";l.type="font/woff2";l.crossOrigin="";l.href=f;d.head.append(l)}
})(document.currentScript.dataset.font)
