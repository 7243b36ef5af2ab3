namespace Lesion.Standalone.Serving;

/// <summary>Writes the log to a file, for when a terminal shows something else. Other processes may read along.</summary>
internal sealed class LogFile(string path, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _writer = OpenShared(path);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        lock (_lock)
        {
            _writer.Dispose();
        }
    }

    private static StreamWriter OpenShared(string path) =>
        new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        lock (_lock)
        {
            if (!_writer.BaseStream.CanWrite)
            {
                return;
            }

            _writer.WriteLine($"{time.GetUtcNow():O} {level} {category}: {message}");
            if (exception is not null)
            {
                _writer.WriteLine(exception);
            }
        }
    }

    private sealed class Logger(LogFile file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            file.Write(logLevel, category, formatter(state, exception), exception);
    }
}
