namespace Lesion.Contracts;

public enum TrainingStatus
{
    Requested,
    Running,
    Completed,
    Failed,
    Cancelled,
}
