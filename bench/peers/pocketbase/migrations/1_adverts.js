migrate((app) => {
  // A password makes a site whose users sign in, as it is shipped; else it is open, and logs nothing.
  const password = $os.getenv("PEER_SIGNED_IN");
  const rule = password ? '@request.auth.id != ""' : "";
  if (password) {
    const user = new Record(app.findCollectionByNameOrId("users"));
    user.set("email", "bench@example.org");
    user.setPassword(password);
    app.save(user);
  } else {
    const settings = app.settings();
    settings.logs.maxDays = 0;
    app.save(settings);
  }
  app.save(
    new Collection({
      type: "base",
      name: "adverts",
      listRule: rule,
      viewRule: rule,
      createRule: rule,
      updateRule: rule,
      deleteRule: rule,
      fields: [
        { name: "title", type: "text", required: true, max: 200 },
        { name: "description", type: "text", required: true, max: 10000 },
        { name: "kind", type: "select", required: true, maxSelect: 1, values: ["Dog", "Cat"] },
        { name: "breed", type: "text", required: true, max: 100 },
        { name: "age", type: "number", min: 0, max: 200, onlyInt: true },
        { name: "gender", type: "select", required: true, maxSelect: 1, values: ["M", "F"] },
        { name: "location", type: "text", required: true, max: 200 },
        { name: "price", type: "number", min: 0 },
        { name: "image", type: "text" },
      ],
      indexes: [
        "CREATE INDEX advert_by_kind_and_price ON adverts (kind, price)",
        "CREATE INDEX advert_by_price ON adverts (price)",
      ],
    }),
  );
});
