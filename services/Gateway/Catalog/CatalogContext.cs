using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Lesion.Gateway.Catalog;

/// <summary>
/// The catalog: a projection of events and of the object store, which is the truth. Nothing in it is the only copy, so a
/// catalog of another form is thrown away and made again.
/// </summary>
internal sealed class CatalogContext(DbContextOptions<CatalogContext> options) : DbContext(options)
{
    /// <summary>Raise it with every change of a row's form.</summary>
    public const int SchemaVersion = 2;

    public DbSet<SchemaRow> Schema => Set<SchemaRow>();

    public DbSet<ImageRow> Images => Set<ImageRow>();

    public DbSet<DropRow> Drops => Set<DropRow>();

    public DbSet<SheetRow> SheetRows => Set<SheetRow>();

    public DbSet<PersonLabelRow> PersonLabels => Set<PersonLabelRow>();

    public DbSet<PreparedRow> Prepared => Set<PreparedRow>();

    public DbSet<RejectionRow> Rejections => Set<RejectionRow>();

    public DbSet<DatasetRow> Datasets => Set<DatasetRow>();

    public DbSet<TrainingRow> Trainings => Set<TrainingRow>();

    public DbSet<ProgressRow> Progress => Set<ProgressRow>();

    public DbSet<ModelRow> Models => Set<ModelRow>();

    public DbSet<ActivationRow> Activations => Set<ActivationRow>();

    public DbSet<PromotionRow> Promotions => Set<PromotionRow>();

    public DbSet<ClassificationRow> Classifications => Set<ClassificationRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SchemaRow>().HasKey(schema => schema.Version);
        modelBuilder.Entity<SchemaRow>().Property(schema => schema.Version).ValueGeneratedNever();
        modelBuilder.Entity<ImageRow>().HasIndex(image => new { image.FirstDroppedAt, image.Id });
        modelBuilder.Entity<DropRow>(drop =>
        {
            drop.HasKey(row => row.DropId);
            drop.HasIndex(row => row.ImageId);
            drop.HasIndex(row => row.FileName);
        });
        modelBuilder.Entity<SheetRow>(sheet =>
        {
            sheet.HasKey(row => new { row.SheetId, row.Place });
            sheet.HasIndex(row => row.FileName);
        });
        modelBuilder.Entity<PersonLabelRow>().HasKey(label => label.ImageId);
        modelBuilder.Entity<PreparedRow>().HasKey(prepared => new { prepared.ImageId, prepared.Recipe });
        modelBuilder.Entity<RejectionRow>().HasKey(rejection => rejection.Key);
        modelBuilder.Entity<RejectionRow>().HasIndex(rejection => rejection.ImageId);
        modelBuilder.Entity<TrainingRow>().HasIndex(training => new { training.RequestedAt, training.Id });
        modelBuilder.Entity<ProgressRow>().HasKey(progress => new { progress.TrainingId, progress.Slice });
        modelBuilder.Entity<ModelRow>().HasKey(model => model.Version);
        modelBuilder.Entity<ModelRow>().Property(model => model.Version).ValueGeneratedNever();
        modelBuilder.Entity<ActivationRow>().HasKey(activation => new { activation.Version, activation.Instance });
        modelBuilder.Entity<PromotionRow>().HasKey(promotion => promotion.Key);
        modelBuilder.Entity<PromotionRow>().HasIndex(promotion => promotion.Version);
        modelBuilder.Entity<ClassificationRow>(classification =>
        {
            classification.HasKey(row => row.RequestId);
            classification.HasIndex(row => new { row.ClassifiedAt, row.RequestId });
        });
    }

    /// <summary>Times as ticks in UTC: a number, so that every database sorts and compares them alike.</summary>
    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
