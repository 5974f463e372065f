using Portal.Silo.Hosting;

return await SiloProcess.Run(args);
