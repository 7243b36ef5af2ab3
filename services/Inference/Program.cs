using Lesion.Inference;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddInference();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapInference();
await app.RunAsync();
