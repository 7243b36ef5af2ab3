using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace Lesion.Inference;

/// <summary>Opens a session on the device that was asked for.</summary>
internal static class SessionFactory
{
    private const string CudaProvider = "CUDAExecutionProvider";

    /// <summary>Why there is no CUDA device to run on; null where there is one.</summary>
    public static string? CudaProblem()
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider))
        {
            return "this build has no CUDA part: build with -p:LesionGpu=true";
        }

        using var options = new SessionOptions();
        return AppendCuda(options);
    }

    /// <param name="bytes">The content of a <c>model.onnx</c>.</param>
    /// <param name="name">The file or key that it came from, for messages.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="threads">Of one run; 0: one for each core.</param>
    /// <exception cref="ModelLoadException">The bytes are no ONNX model, or the required device is absent.</exception>
    public static (InferenceSession Session, InferenceDevice Device) Open(byte[] bytes, string name, OnnxModelOptions options, int threads)
    {
        using var sessionOptions = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Threads that spin while they wait halve the images a second wherever something else wants the cores too.
        sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (options.IntraOpProcessors.Count > 0)
        {
            // ONNX Runtime counts processors from 1.
            var affinities = string.Join(';', options.IntraOpProcessors.Select(processor => processor + 1));
            sessionOptions.AddSessionConfigEntry("session.intra_op_thread_affinities", affinities);
        }

        var device = ChooseDevice(sessionOptions, name, options);
        try
        {
            return (new InferenceSession(bytes, sessionOptions), device);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelLoadException(
                name,
                $"ONNX Runtime does not read it; it may be cut off, altered, or no ONNX model at all. Restore it from a copy, or train again. ({exception.Message})",
                exception);
        }
    }

    private static InferenceDevice ChooseDevice(SessionOptions sessionOptions, string name, OnnxModelOptions options)
    {
        if (options.Device == InferenceDevice.Cpu)
        {
            return InferenceDevice.Cpu;
        }

        var problem = CudaProblem() ?? AppendCuda(sessionOptions);
        if (problem is null)
        {
            return InferenceDevice.Cuda;
        }

        return options.RequireDevice
            ? throw new ModelLoadException(name, $"a GPU is required, and {problem}.")
            : InferenceDevice.Cpu;
    }

    private static string? AppendCuda(SessionOptions options)
    {
        try
        {
            options.AppendExecutionProvider_CUDA(0);
            return null;
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException)
        {
            return $"CUDA cannot be used ({exception.Message})";
        }
    }
}
