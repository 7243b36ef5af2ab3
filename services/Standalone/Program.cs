using Lesion.Standalone.CommandLine;

return await LesionCommandLine.RunAsync(args);
