using Lesion.Preprocessing;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPreprocessing();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.Run();
