using Lesion.Ingestion;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddIngestion();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.Run();
