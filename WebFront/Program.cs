using Portal.WebFront.Hosting;

var app = await PortalWebFront.Build(args);
await app.RunAsync();
