using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;
using Lesion.Training;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTraining();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
await app.RunAsync();
