using Portal.WebFront.Hosting;

var app = await PortalWebFront.Build(new() { Args = args });
await app.RunAsync();
