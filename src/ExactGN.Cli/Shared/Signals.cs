using System.Runtime.InteropServices;

namespace ExactGN.Cli.Shared;

/// <summary>SIGINT, SIGTERM, SIGQUIT and SIGHUP, for every command alike: the first ends cleanly, the second at once;
/// the exit code is 130, 143, 131 or 129.</summary>
/// <remarks>
/// <para>What may be lost is made within <see cref="Saving"/>: there the first signal cancels <see cref="Token"/> and
/// waits. Anywhere
/// else nothing is lost by ending at once, in the middle of a figure too, since files are there whole or not at
/// all.</para>
/// <para>SIGHUP is a terminal that went away. Where it was ignored at the start, as below nohup, it stays so.</para>
/// <para>A signal is answered within two seconds: by the end, or by a line that says what is waited for.</para>
/// </remarks>
internal sealed class Signals : IDisposable
{
    /// <summary>The exit code after SIGTERM.</summary>
    internal const int Terminate = 143;

    private const int Interrupt = 130;
    private const int HangUp = 129;
    private const int Quit = 131;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1.5);

    // An update at the published sizes takes seconds, and so does writing its checkpoint.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // For workers to be gone; they are killed, and the system takes their memory back.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _exitCode;
    private int _saving;
    private bool _said;

    internal Signals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Answer),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Answer),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Answer),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Answer),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Token => _end.Token;

    /// <summary>What the command that is carried out leaves behind.</summary>
    internal Kept Kept { get; set; } = Kept.Nothing;

    /// <summary>What is done before the process ends at once: workers go, and so do files that are half
    /// written.</summary>
    internal Action LastThings { get; set; } = () => { };

    /// <summary>Until it is disposed of the first signal waits for what heeds <see cref="Token"/>.</summary>
    /// <exception cref="OperationCanceledException">A signal has come already.</exception>
    internal IDisposable Saving()
    {
        lock (_gate)
        {
            Token.ThrowIfCancellationRequested();
            _saving++;
        }

        return new Scope(this);
    }

    /// <summary>Says that the command was ended, and gives its exit code.</summary>
    internal int Interrupted()
    {
        lock (_gate)
        {
            _said = true;
            // Without a signal of its own it was a worker that had one.
            return PlainErrors.Refuse($"Interrupted; {Kept.Cleanly}.", _exitCode == 0 ? Terminate : _exitCode);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Answer(PosixSignalContext context)
    {
        context.Cancel = true;
        var code = context.Signal switch
        {
            PosixSignal.SIGINT => Interrupt,
            PosixSignal.SIGHUP => HangUp,
            PosixSignal.SIGQUIT => Quit,
            _ => Terminate,
        };
        var isFirst = Interlocked.Exchange(ref _exitCode, code) == 0;
        // The next signal must find this thread free.
        new Thread(isFirst ? First : Second) { IsBackground = true }.Start();
    }

    private void First()
    {
        lock (_gate)
        {
            if (_saving == 0)
            {
                End($"Interrupted; {Kept.AtOnce}.");
            }
        }

        _end.Cancel();
        Thread.Sleep(Silence);
        lock (_gate)
        {
            if (!_said)
            {
                PlainErrors.Refuse("Ending as soon as what is done is saved; another signal ends at once.");
            }
        }

        Thread.Sleep(Patience);
        Second();
    }

    private void Second()
    {
        lock (_gate)
        {
            End($"Ended at once; {Kept.AtOnce}.");
        }
    }

    private void End(string sentence)
    {
        PlainErrors.Close();
        var last = new Thread(() =>
        {
            try
            {
                LastThings();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // What could not be removed is written over by the next start.
            }

            if (!Console.IsOutputRedirected)
            {
                // A progress bar hides the cursor.
                Console.Out.Write("\e[?25h");
            }

            if (!_said)
            {
                PlainErrors.LastWord(sentence);
            }
        })
        { IsBackground = true };
        last.Start();
        // A terminal that takes nothing must not keep the process.
        last.Join(Farewell);
        ProcessEnd.Now(_exitCode);
    }

    private void Finish()
    {
        lock (_gate)
        {
            _saving--;
        }
    }

    private sealed class Scope(Signals signals) : IDisposable
    {
        public void Dispose() => signals.Finish();
    }
}
