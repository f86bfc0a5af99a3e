namespace ExactGN.GaussNewton;

/// <summary>A half-coupling's part of an update. Its tensors belong to the step's dispose scope.</summary>
/// <param name="Half">The half-coupling.</param>
/// <param name="Solver">The strategy that solved it.</param>
/// <param name="Rows">r, the rows of ã.</param>
/// <param name="Columns">m, its columns.</param>
/// <param name="Delta">Δ, the shape of W.</param>
/// <param name="Diagnostics">Those of <see cref="DeferredSolution"/>.</param>
/// <param name="Residual">‖ãΔ − s‖/‖s‖, a scalar; NaN unless measured.</param>
/// <param name="Change">ãΔ as a half; zero where the meter did not ask for it.</param>
internal sealed record SolvedHalf(
    HalfCoupling Half,
    LeastSquaresSolver Solver,
    long Rows,
    long Columns,
    Tensor Delta,
    Tensor Diagnostics,
    Tensor Residual,
    HalfTangent Change);
