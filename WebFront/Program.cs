using Portal.WebFront.Hosting;

return await WebFrontProcess.Run(args);
