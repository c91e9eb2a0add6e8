// Finds the pages that have all words of a query. Their index is a script that calls cxgenSearch([[address, title, description,
// further words], ...]), since a page on a disk cannot fetch; it is loaded when the field is first used.
(d=>{
let [form,said,hits,ways]=["search","said","hits","ways"].map(id=>d.getElementById(id)),field=form.q,{index,found,none,failed}=form.dataset,lang=d.documentElement.lang,script,pages,
// Query and index are folded alike: no capitals, marks or wide forms, one letter for those that look the same, digits of ASCII.
same={"\u064a":"ی","\u0649":"ی","\u0643":"ک","\u0629":"ه","\u06d5":"ه","ı":"i","ς":"σ","ß":"ss"},
digit=c=>{let n=0;while(/\p{Nd}/u.test(String.fromCodePoint(c.codePointAt()-n-1)))n++;return n%10},
fold=s=>s.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]|(?!\u200c)\p{Cf}/gu,"").replace(/[\u064a\u0649\u0643\u0629\u06d5ıςß]/g,c=>same[c]).replace(/[^\P{Nd}0-9]/gu,digit),
words=s=>fold(s).split(/[^\p{L}\p{M}\p{N}\u200c]+/u).filter(w=>w),
// A text to look in: what has half-spaces is one word, and several.
text=s=>{let w=words(s).join(" ");return` ${w.replace(/\u200c/g,"")} ${w.replace(/\u200c/g," ")} `},
// Words match from their beginning; in scripts that join words or do not part them, anywhere.
dense=/[\p{scx=Hang}\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}]/u,
begins=(t,w)=>t.includes(dense.test(w)?w:" "+w),
ends=(t,w)=>[1,2,3].some(n=>w.length>n+2&&t.includes(` ${w.slice(0,-n)} `)),
has=(t,w)=>begins(t,w.replace(/\u200c/g,""))||w.split("\u200c").every(p=>begins(t,p)),
// Where nothing matches, a query's endings do not count: kettles is kettle.
loose=(t,w)=>has(t,w)||ends(t,w.replace(/\u200c/g,"")),
// A word counts 9 in a title, 3 in a description, 1 in the text; 0 when a word is missing.
score=(p,asked,test)=>{let sum=0;for(let w of asked){let n=p.texts.findIndex(t=>test(t,w));if(n<0)return 0;sum+=[9,3,1][n]}return sum},
find=(asked,test)=>pages.map(p=>[score(p,asked,test),p]).filter(r=>r[0]).sort((a,b)=>b[0]-a[0]).map(r=>r[1]),
make=(name,into,text)=>{let e=into.appendChild(d.createElement(name));e.textContent=text;return e},
load=()=>{if(script)return;script=make("script",d.head,"");script.onerror=()=>{script=0;said.textContent=failed};script.src=index},
show=()=>{
let query=field.value.trim(),asked=words(query),some=[];
try{history.replaceState(null,"",location.pathname+(query&&"?q="+encodeURIComponent(query)))}catch{}
if(asked.length&&!pages)return load();
hits.replaceChildren();
said.textContent="";
if(asked.length){
some=find(asked,has);
if(!some.length)some=find(asked,loose);
let forms=JSON.parse(found);
said.textContent=some.length?(forms[new Intl.PluralRules(lang).select(some.length)]||forms.other).replace("{n}",some.length.toLocaleString(lang)):none
}
for(let p of some.slice(0,50)){let li=make("li",hits,"");make("a",li,p.title).href=p.href;if(p.about)make("p",li,p.about)}
hits.hidden=!some.length;
ways.hidden=some.length
};
self.cxgenSearch=all=>{pages=all.map(([href,title,about,more])=>({href,title,about,texts:[title,about,more].map(text)}));show()};
form.hidden=false;
field.onfocus=load;
field.oninput=show;
form.onsubmit=e=>{e.preventDefault();let a=hits.querySelector("a");if(a)a.focus()};
if(field.value=new URLSearchParams(location.search).get("q")||field.value)show()
})(document)
