/* reCAPTCHA v3 for the comment form: a token is asked for when the form is sent, since it lives
   two minutes only. Needs comment-form.js and Google's script on the page:

   <form data-comment-form data-recaptcha-key="SITE KEY" data-recaptcha-action="comment">

   Without Google the form goes out without a token and the server asks its question. */

const PATIENCE = 5_000;

function token(key, action) {
  return new Promise((done, fail) => {
    setTimeout(fail, PATIENCE); // A blocked or half-loaded script never calls back.
    grecaptcha.ready(() => grecaptcha.execute(key, { action }).then(done, fail));
  });
}

for (const form of document.querySelectorAll("form[data-recaptcha-key]")) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "g-recaptcha-response" });
  form.append(field);
  form.addEventListener("comment-form:prepare", (event) => {
    const { recaptchaKey, recaptchaAction } = form.dataset;
    field.value = "";
    event.detail.push(token(recaptchaKey, recaptchaAction).then((value) => (field.value = value)));
  });
}
