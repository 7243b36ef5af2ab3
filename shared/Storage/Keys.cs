namespace Lesion.Storage;

/// <summary>
/// The keys of all objects. An image's id is the SHA-256 of its bytes; ids of trainings sort by time.
/// </summary>
public static class Keys
{
    /// <summary>The folder of the inbox for images without a label.</summary>
    public const string Unlabelled = "unlabelled";

    /// <summary>The name of the file in the inbox that labels many images at once.</summary>
    public const string LabelSheetName = "labels.csv";

    // In Buckets.Images

    public const string Images = "images/";
    public const string Drops = "drops/";
    public const string PreparedRoot = "prepared/";
    public const string ViewsRoot = "views/";
    public const string Labels = "labels/";
    public const string LabelSheets = "labels/csv/";
    public const string Quarantine = "quarantine/";

    public static string Image(string imageId) => $"{Images}{imageId}";

    public static string Drop(string imageId, string dropId) => $"{Drops}{imageId}/{dropId}.json";

    /// <summary>The prefix of all drops of an image.</summary>
    public static string DropsOf(string imageId) => $"{Drops}{imageId}/";

    public static string Prepared(string recipe, string imageId) => $"{PreparedRoot}{recipe}/{imageId}.png";

    public static string Views(string viewRecipe, string imageId) => $"{ViewsRoot}{viewRecipe}/{imageId}.png";

    /// <summary>What was done to the original for each view of the sheet beside it.</summary>
    public static string ViewParameters(string viewRecipe, string imageId) => $"{ViewsRoot}{viewRecipe}/{imageId}.json";

    public static string Label(string imageId) => $"{Labels}{imageId}.json";

    public static string LabelSheet(string sheetId) => $"{LabelSheets}{sheetId}.json";

    /// <summary>Where a refused file goes: its key in the inbox, made safe, under an id of the drop.</summary>
    public static string Quarantined(string dropId, string safeName) => $"{Quarantine}{dropId}/{safeName}";

    // In Buckets.Models

    public const string Datasets = "datasets/";
    public const string Trainings = "trainings/";

    /// <summary>A model repository as Triton reads it: a folder a model, in it a folder a version.</summary>
    public const string Repository = "models/";

    /// <summary>The repository's first folder, which keeps the numbers, manifests, aliases and history of all.</summary>
    public const string FirstFolder = "lesion";

    public const string ModelRoot = "models/lesion/";
    public const string History = "models/lesion/history/";
    public const string Classifications = "classifications/";

    public static string Dataset(string datasetId) => $"{Datasets}{datasetId}.json";

    public static string TrainingRequest(string trainingId) => $"{Trainings}{trainingId}/request.json";

    public static string TrainingHead(string trainingId) => $"{Trainings}{trainingId}/head.json";

    public static string TrainingOutcome(string trainingId) => $"{Trainings}{trainingId}/outcome.json";

    /// <summary>Its being there asks the workers to stop.</summary>
    public static string TrainingCancel(string trainingId) => $"{Trainings}{trainingId}/cancel.json";

    public static string TrainingState(string trainingId, int slice, Guid unique) =>
        $"{Trainings}{trainingId}/state/{slice}-{unique:n}";

    /// <summary>Where the states of a training lie.</summary>
    public static string TrainingStates(string trainingId) => $"{Trainings}{trainingId}/state/";

    /// <summary>The one version that a training publishes; put once, before anything under that version but its claim.</summary>
    public static string TrainingVersion(string trainingId) => $"{Trainings}{trainingId}/version.json";

    /// <summary>Blobs that a state refers to, such as cached features.</summary>
    public static string TrainingBlob(string trainingId, string name) => $"{Trainings}{trainingId}/blobs/{name}";

    public static string Model(int version, string file) => $"{ModelRoot}{version}/{file}";

    public static string ModelClaim(int version) => Model(version, "claim.json");

    /// <summary>The mark of a version that is to be deleted, or was.</summary>
    public static string ModelRetired(int version) => Model(version, "retired.json");

    /// <summary>The network, in Triton's layout: models of one signature are versions of one folder, which the manifest names.</summary>
    public static string ModelFile(string folder, int version) => $"{Repository}{folder}/{version}/model.onnx";

    /// <summary>What Triton reads of a folder.</summary>
    public static string ModelConfig(string folder) => $"{Repository}{folder}/config.pbtxt";

    /// <summary>What the versions in a folder take and give; its claim, put once.</summary>
    public static string FolderSignature(string folder) => $"{Repository}{folder}/signature.json";

    /// <summary>Written last: a version without it is not published.</summary>
    public static string ModelManifest(int version) => Model(version, "manifest.json");

    /// <summary>The card of a version, as one page.</summary>
    public static string Card(int version) => Model(version, "card.html");

    /// <summary>The report of the training that made a version, as one page.</summary>
    public static string Report(int version) => Model(version, "report.html");

    public static string Predictions(int version) => Model(version, "predictions.json");

    public static string Alias(string alias) => $"{ModelRoot}aliases/{alias}.json";

    /// <summary>Sorts by time.</summary>
    public static string HistoryEntry(DateTimeOffset at, Guid unique) =>
        $"{History}{at.UtcDateTime:yyyyMMddTHHmmssfffffff}-{unique:n}.json";

    /// <summary>By day, in UTC.</summary>
    public static string Classification(DateTimeOffset at, string requestId) =>
        $"{Classifications}{at.UtcDateTime:yyyy-MM-dd}/{requestId}.json";
}
