using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Lesion.Gateway.Catalog;

/// <summary>
/// The catalog: a projection of events and of the object store, which is the truth, so nothing in it is the only copy. The
/// model is the same on every database; what differs lies in the derived contexts.
/// </summary>
internal abstract class CatalogContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<CatalogStateRow> State => Set<CatalogStateRow>();

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

    /// <summary>Makes the tables, or brings those of an older build up to this one's. Several processes may do so at once.</summary>
    /// <exception cref="InvalidDataException">A newer build has changed the tables; the message says what to do.</exception>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Waits until no other transaction writes, in whatever process; to be called first in a transaction, whose end lets the
    /// next one in. So projections may read what they change, and need not expect each other.
    /// </summary>
    public abstract Task TakeWriteTurnAsync();

    /// <summary>Removes every row of what is projected, within a transaction.</summary>
    public Task EmptyAsync()
    {
        var tables = Model.GetEntityTypes()
            .Where(type => type.ClrType != typeof(CatalogStateRow))
            .Select(type => $"\"{type.GetTableName()}\"");
        return Database.ExecuteSqlRawAsync(EmptyingOf(tables));
    }

    /// <summary>The migrator goes through no execution strategy by itself.</summary>
    protected Task ApplyMigrationsAsync(CancellationToken cancellationToken) =>
        Database.CreateExecutionStrategy().ExecuteAsync(token => Database.MigrateAsync(token), cancellationToken);

    /// <summary>The statement that removes all rows of some tables.</summary>
    /// <param name="tables">Their names in quotation marks.</param>
    protected abstract string EmptyingOf(IEnumerable<string> tables);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CatalogStateRow>().Property(state => state.Id).ValueGeneratedNever();
        modelBuilder.Entity<CatalogStateRow>().HasData(
            new CatalogStateRow { Id = CatalogStateRow.TheOne, Generation = 0, IsComplete = false });
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
