using Lesion.ServiceDefaults;
using Lesion.Standalone.CommandLine;

return HealthProbe.IsAskedBy(args) ? await HealthProbe.RunAsync() : await LesionCommandLine.RunAsync(args);
