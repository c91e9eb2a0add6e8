// Sends a visitor of the page for all to the first variant whose rule fits, before anything is painted; greets by the name in
// the address. ?segment=NAME previews a variant, ?segment=all stays. Nothing leaves the browser.
(({dataset:s})=>{
let l=location,q=new URLSearchParams(l.search),w=q.get("segment"),seen;
try{seen=localStorage.getItem("visited");localStorage.setItem("visited","1")}catch{}
let go=h=>{let u=new URL(h,l);if(u.protocol=="file:"&&/\/$/.test(u.pathname))u.pathname+="index.html";u.search=l.search;u.hash=l.hash;if(u.href!=l.href)l.replace(u)},
fits=m=>{if(m=="visited")return seen;let[k,v="*"]=m.split(/=(.*)/s),r=RegExp("^"+v.replace(/[.+?^${}()|[\]\\]/g,"\\$&").replace(/\*/g,".*")+"$");return q.getAll(k).some(x=>r.test(x))};
if(s.page){if(w!=null&&w!=s.page&&w!="all")go(s.all)}
else if(s.variants&&w!="all"){let v=JSON.parse(s.variants)||[],t=w?v.find(x=>x.Name==w):v.find(x=>(x.Match||[]).some(fits));if(t)go(t.Href)}
addEventListener("DOMContentLoaded",()=>{let m=/[#&]name=([^&]*)/.exec(l.hash);if(m)try{let n=decodeURIComponent(m[1].replace(/\+/g," ")).trim().slice(0,40);for(let e of document.querySelectorAll("[data-greet]"))e.textContent=n}catch{}})
})(document.currentScript)
