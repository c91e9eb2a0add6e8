// Chips filter the list in place. Without this they lead to the pages of their tags.
(d=>{
let chips=[...d.querySelectorAll(".fil [data-key]")],items=[...d.querySelectorAll("[data-tags]")],said=d.getElementById("shown");
for(let c of chips)c.addEventListener("click",e=>{
if(e.metaKey||e.ctrlKey||e.shiftKey||e.button)return;
e.preventDefault();
let k=c.dataset.key;
for(let i of items)i.hidden=k&&!i.dataset.tags.split(" ").includes(k);
for(let o of chips)o==c?o.setAttribute("aria-current","true"):o.removeAttribute("aria-current");
if(said)said.textContent=c.textContent.trim()
})
})(document)
